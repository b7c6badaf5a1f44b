"""The dashboard's own routes, beside Streamlit's pages."""
