"""The JSON schema of the library's files, for editors that check and complete while one writes."""

import json

from pydantic import Field

from content.library.exercises import Case, ContrastSet, Drill, WorkedPair
from content.library.shape import Content, Question


class LibraryFile(Content):
    """A file of questions, drills, contrast sets, cases or worked pairs."""

    question: tuple[Question, ...] = Field((), description="questions")
    drill: tuple[Drill, ...] = Field((), description="drills")
    contrast: tuple[ContrastSet, ...] = Field((), description="contrast sets")
    case: tuple[Case, ...] = Field((), description="cases")
    worked: tuple[WorkedPair, ...] = Field((), description="worked pairs")


def schema_text() -> str:
    """The schema as it stands in `schema.json`: a question's kind may be left out, and its pack is never written."""
    schema = LibraryFile.model_json_schema()
    question = schema["$defs"]["Question"]
    question["required"] = [name for name in question["required"] if name != "kind"]
    del question["properties"]["pack"]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
