"""The Go listings are formatted, pass vet and compile on both releases."""

from pathlib import Path

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError

FILES = sorted([*LISTINGS.glob("*.go"), *LISTINGS.glob("steps/*.go")])


def test_there_are_listings():
    assert {"spawn.go", "steal.go"} <= {file.name for file in FILES}


def test_gofmt_would_change_none():
    assert toolchain.gofmt(REFERENCE, FILES) == ""


def test_gofmt_names_a_file_that_it_would_change(tmp_path):
    (tmp_path / "loose.go").write_text("package main\nfunc main( ) { }\n")
    assert "loose.go" in toolchain.gofmt(REFERENCE, [tmp_path / "loose.go"])


def vet(version: str, text: str, folder: Path) -> str:
    """What `go vet` says of a listing in a module of its own, in the language of Go 1.22."""
    (folder / "go.mod").write_text("module listing\n\ngo 1.22\n")
    (folder / "main.go").write_text(text, encoding="utf-8")
    return toolchain.go(version, ["vet", "."], {"GO111MODULE": "on"}, cwd=folder)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_vet_finds_nothing(version, file, tmp_path):
    assert vet(version, file.read_text(encoding="utf-8"), tmp_path) == ""


def test_vet_would_find_something(tmp_path):
    text = 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Printf("%d\\n", "one")\n}\n'
    with pytest.raises(ToolchainError, match="wrong type string"):
        vet(REFERENCE, text, tmp_path)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_listing_says_what_it_does_and_how_to_run_it(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"// {file.stem} ")
    assert f"go run {file.name}" in text.replace("go run -race ", "go run ")
