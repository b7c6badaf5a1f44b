"""A member's record on paper, and its check against the chain: anybody's, without a login and without our word."""

from cercle.certificates.certificate import Certificate, CertificateRefused, Sum, read_certificate
from cercle.certificates.check import Checked, Verdict, check
from cercle.certificates.issue import issue

__all__ = [
    "Certificate",
    "CertificateRefused",
    "Checked",
    "Sum",
    "Verdict",
    "check",
    "issue",
    "read_certificate",
]
