from ..circle import deploy_circle, admit, open_programme
from .deeds import *
def test_three(circle, accounts, alice, vera):
    record(circle, vera, alice)
    chain=[circle]
    for _ in range(2):
        after = deploy_circle(accounts[0], predecessor=chain[-1].registry.address)
        admit(after, *accounts[1:7]); open_programme(after, HELP, rate=RATE, quorum=1, validators=[vera], budget=BUDGET)
        chain.append(after)
    c = record(chain[2], vera, alice)
    print("THIRD TAKES", status_of(chain[2], c))
def test_self(circle, vera, victor, viola):
    own = submit(circle, vera)
    approve(circle, victor, own); approve(circle, viola, own)
    act(circle, "direct", "challenge", vera, own, WHY)
    print("SELF", status_of(circle, own))
