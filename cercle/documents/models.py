"""The kinds of documents there are."""

import datetime
import re
import secrets
from typing import Annotated, Any, Literal, Self

from eth_utils.crypto import keccak
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    field_validator,
    model_validator,
)

from cercle.documents.canonical import canonical_json, normalized

MemberId = Annotated[int, Field(ge=1, lt=2**32)]
ProgrammeId = Annotated[int, Field(ge=0, lt=2**16)]
# In these patterns (Rust) the dollar sign is the very end, never before a line break.
HashText = Annotated[str, StringConstraints(pattern=r"^0x[0-9a-f]{64}$")]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1f]+$", max_length=2_000)]


class Bilingual(BaseModel):
    """A text in French and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    fr: str = Field(min_length=1, max_length=20_000)
    en: str = Field(min_length=1, max_length=20_000)


class Document(BaseModel):
    """What every document has: a kind, a random salt, one canonical JSON text and its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    kind: str
    salt: HashText = Field(default_factory=lambda: "0x" + secrets.token_hex(32))

    @model_validator(mode="before")
    @classmethod
    def _in_canonical_form(cls, data: Any) -> Any:
        # So that a document read back from the store equals the one that was put there.
        return {name: normalized(value) for name, value in data.items()} if isinstance(data, dict) else data

    def to_json(self) -> bytes:
        """Returns the canonical JSON that the hash is taken of."""
        return canonical_json(self.model_dump(mode="json"))

    @property
    def hash(self) -> bytes:
        """The keccak256 of the canonical JSON: 32 bytes, what the chain holds."""
        return keccak(self.to_json())

    @property
    def hex(self) -> str:
        """The hash as 0x and 64 hexadecimal digits."""
        return "0x" + self.hash.hex()


class Evidence(Document):
    """What a member did, for which programme, when and for whom.

    It names member and programme, so that a copy of its hash proves nothing for anybody else. `source` holds
    what an importer knows besides (texts, integers, lists and dicts of them), such as the original scorers.
    """

    kind: Literal["evidence"] = "evidence"
    member: MemberId
    programme: ProgrammeId
    date: datetime.date
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(default="", max_length=20_000)
    beneficiaries: tuple[MemberId, ...] = Field(default=(), strict=False)  # a list will do as well
    links: tuple[Link, ...] = Field(default=(), strict=False)
    source: dict[str, JsonValue] = Field(default_factory=dict)

    @field_validator("date", mode="before")
    @classmethod
    def _date_from_iso_text(cls, date: Any) -> Any:
        if isinstance(date, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date):
            return datetime.date.fromisoformat(date)
        return date

    @field_validator("source")
    @classmethod
    def _source_is_canonical(cls, source: dict[str, JsonValue]) -> dict[str, JsonValue]:
        canonical_json({"document": {"source": source}})  # as deep as it will lie in the stored file
        return source

    @model_validator(mode="after")
    def _beneficiaries_are_others(self) -> Self:
        if self.member in self.beneficiaries:
            raise ValueError(f"member {self.member} cannot be their own beneficiary: name who received it")
        if len(set(self.beneficiaries)) < len(self.beneficiaries):
            raise ValueError("a beneficiary is named twice: name each once")
        return self


class ProgrammeText(Document):
    """What a programme rewards, in words."""

    kind: Literal["programme"] = "programme"
    title: Bilingual
    description: Bilingual


class ServiceText(Document):
    """What a service offers, in words."""

    kind: Literal["service"] = "service"
    title: Bilingual
    description: Bilingual


class Charter(Document):
    """The charter that members accept."""

    kind: Literal["charter"] = "charter"
    title: Bilingual
    text: Bilingual


class Reason(Document):
    """Why a member was suspended, or a contribution or an order is in question."""

    kind: Literal["reason"] = "reason"
    member: MemberId  # whom it concerns
    about: HashText | None = None  # the contribution's or the order's id, if it is about one
    text: str = Field(min_length=1, max_length=20_000)


AnyDocument = Evidence | ProgrammeText | ServiceText | Charter | Reason
DOCUMENTS: TypeAdapter[AnyDocument] = TypeAdapter(Annotated[AnyDocument, Field(discriminator="kind")])
