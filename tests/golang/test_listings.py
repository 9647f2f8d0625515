"""The Go listings are formatted, pass vet and compile on both releases."""

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError

FILES = sorted(LISTINGS.glob("*.go"))


def test_there_are_listings():
    assert {"spawn.go", "steal.go"} <= {file.name for file in FILES}


def test_gofmt_would_change_none():
    assert toolchain.gofmt(REFERENCE, FILES) == ""


def test_gofmt_names_a_file_that_it_would_change(tmp_path):
    (tmp_path / "loose.go").write_text("package main\nfunc main( ) { }\n")
    assert "loose.go" in toolchain.gofmt(REFERENCE, [tmp_path / "loose.go"])


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_vet_finds_nothing(version, file):
    assert toolchain.go(version, ["vet", str(file)]) == ""


def test_vet_would_find_something(tmp_path):
    (tmp_path / "bad.go").write_text(
        'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Printf("%d\\n", "one")\n}\n')
    with pytest.raises(ToolchainError, match="wrong type string"):
        toolchain.go(REFERENCE, ["vet", str(tmp_path / "bad.go")])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_listing_says_what_it_does_and_how_to_run_it(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"// {file.stem} ")
    assert f"go run {file.name}" in text
