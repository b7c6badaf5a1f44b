"""Two actions by signature: one of the members' registry, one of a contract with the two doors of members."""

from .circle import open_programme
from .refusal import refused
from .typed_data import sign

EVIDENCE = b"\6" * 32


class CharterDoor:
    """`acceptCharterBySig` of the members' registry."""

    def __init__(self, circle, vera):
        self.contract = circle.members

    def sign(self, account, member_id, deadline, **domain):
        message = {"memberId": member_id, "version": 1, "deadline": deadline}
        return sign(account, self.contract, "AcceptCharter", message, **domain)

    def send(self, member_id, deadline, signature, sender, **options):
        return self.contract.acceptCharterBySig(member_id, 1, deadline, signature, sender=sender, **options)


class SubmitDoor:
    """`submitBySig` of the contributions' registry, one of the contracts with the two doors."""

    def __init__(self, circle, vera):
        self.contract = circle.registry
        open_programme(circle, 1, quorum=1, validators=[vera])

    def sign(self, account, member_id, deadline, **domain):
        message = {
            "memberId": member_id,
            "programmeId": 1,
            "units": 100,
            "evidence": EVIDENCE,
            "deadline": deadline,
        }
        return sign(account, self.contract, "Submit", message, **domain)

    def send(self, member_id, deadline, signature, sender, **options):
        return self.contract.submitBySig(
            member_id, 1, 100, EVIDENCE, deadline, signature, sender=sender, **options
        )


def invalid(door, wallet):
    """Expects the refusal of a signature as not this wallet's."""
    return refused(door.contract.Signature_Invalid, wallet=str(wallet.address))
