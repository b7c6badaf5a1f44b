"""The parameters of a round: its name, its tokens, how they are shared, how entries were scored."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, from_json

from cercle.errors import InputProblem
from cercle.importers.problems import Problems, read_text
from cercle.texts import Text


class Shares(BaseModel):
    """The part of the tokens that each kind of member shares, from 0 to 1."""

    contributor_rewards: Annotated[Decimal, Field(ge=0, le=1)]
    quantifier_rewards: Annotated[Decimal, Field(ge=0, le=1)]
    rewardboard_rewards: Annotated[Decimal, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _at_most_everything(self) -> Self:
        if self.contributor_rewards + self.quantifier_rewards + self.rewardboard_rewards > 1:
            raise InputProblem(Text("the three shares are more than 1 together"))
        return self


class Scoring(BaseModel):
    """How many validators score each entry, and the scores they may give."""

    number_of_quantifiers_per_praise_receiver: Annotated[int, Field(ge=1, le=50)]
    praise_quantify_allowed_values: Annotated[
        list[Annotated[int, Field(ge=0, le=10_000)]], Field(min_length=1)
    ]


class _Token(BaseModel):
    token_name: Annotated[str, Field(min_length=1)]


class _PraiseSettings(BaseModel):
    payout_token: _Token
    token_reward_percentages: Shares
    quantification_settings: Scoring


class _Systems(BaseModel):
    praise: _PraiseSettings


class Parameters(BaseModel):
    """All that is used of a parameters file."""

    distribution_name: Annotated[str, Field(min_length=1)]
    employed_reward_systems: list[str]
    token_allocation_per_reward_system: list[Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=18)]]
    system_settings: _Systems

    @model_validator(mode="after")
    def _pays_praise_only(self) -> Self:
        systems, tokens = self.employed_reward_systems, self.token_allocation_per_reward_system
        if len(systems) != len(tokens) or systems.count("praise") != 1:
            message = "give tokens to each employed reward system, “praise” once among them"
            raise InputProblem(Text(message))
        for system, amount in zip(systems, tokens, strict=True):
            if system != "praise" and amount:
                message = "“{system}” is given {tokens} tokens, and praise alone can be imported"
                raise InputProblem(Text(message, {"system": system, "tokens": amount}))
        return self

    @property
    def tokens(self) -> Decimal:
        """The tokens of the round."""
        return self.token_allocation_per_reward_system[self.employed_reward_systems.index("praise")]

    @property
    def token_name(self) -> str:
        """What the community calls its token."""
        return self.system_settings.praise.payout_token.token_name

    @property
    def shares(self) -> Shares:
        """How the tokens are shared."""
        return self.system_settings.praise.token_reward_percentages

    @property
    def scoring(self) -> Scoring:
        """How the entries were scored."""
        return self.system_settings.praise.quantification_settings


def read_parameters(file: Path, problems: Problems) -> Parameters | None:
    """Reads a parameters file; None after noting what is wrong with it."""
    text = read_text(file, problems)
    if text is None:
        return None
    try:
        from_json(text)  # refuses nesting so deep that the json module would crash the process
        return Parameters.model_validate(json.loads(text, parse_float=Decimal, parse_constant=Decimal))
    except ValidationError as error:
        for detail in error.errors():
            problems.add(file, None, _sentence(detail))
    except ValueError as error:
        message = "this is not JSON that can be read ({reason}): correct it."
        problems.add(file, None, Text(message, {"reason": error}))
    return None


def _sentence(detail: ErrorDetails) -> Text:
    raised = detail.get("ctx", {}).get("error")
    reason = raised.problem if isinstance(raised, InputProblem) else detail["msg"]
    values = {"place": ".".join(map(str, detail["loc"])), "reason": reason}
    if not detail["loc"]:
        return Text("{reason}: correct it.", values)
    return Text("{place}: {reason}: correct it.", values)
