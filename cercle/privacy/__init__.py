"""Personal data: what members agreed to, what is kept about them and where, and how they get it or have it destroyed.

    purposes, consents    what members agree to, one purpose at a time: ``community.consents``
    places                everywhere that personal data is kept; whoever adds a table adds it there
    export                everything about one person, as a file for that person
    matters, erasure      what is still open; destroying everything that can be destroyed, with a receipt
    requests              who asked for it, and which documents were destroyed: ``community.erasures``
    lint, readable        what refuses personal data on its way to the chain
    small_groups          how many people a published figure has to be about

``docs/privacy.md`` says the same to members and to data-protection officers.
"""
