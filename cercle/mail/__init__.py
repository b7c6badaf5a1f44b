"""E-mail: what to tell whom, in which words, over which server, and never twice.

addresses   what an e-mail address is
server      SMTP by URL: one encrypted connection for many letters
templates   Markdown templates of the package, or of the community's ``mail`` folder
letters     a template and its facts as an e-mail: text and HTML, one click out
out         the links with which a person stops a kind of e-mail
log         what was sent to whom, without its content
waiting     what waits for whom, from the chain's history
digest      the month's figures
post        a community's post office: who gets an e-mail, and sending
notices     ``ape run notify``
invite      ``ape run members invite --send``
"""
