"""Who saves what and who brings it back."""

from models.amd64.roles import Role, roles

NEW, OLD = roles("1.27.3"), roles("1.22.10")


def test_go_1_27():
    assert NEW == {
        "gogo": Role((), ("sp", "ctxt", "bp"), ("g", "sp", "ctxt", "bp", "pc"), ("tls.g", "R14")),
        "mcall": Role(("pc", "sp", "bp"), (), ("sp",), ("R14", "tls.g")),
        "systemstack": Role(("pc", "sp", "bp"), ("sp", "bp"), ("sp", "sp", "bp"), ("tls.g", "R14", "tls.g")),
        "morestack": Role(("pc", "sp", "bp", "ctxt"), (), ("sp",), ("tls.g",)),
        "save": Role(("pc", "sp", "bp"), ("lr",), (), ())}


def test_what_go_1_22_does_otherwise():
    assert {name: OLD[name] for name in NEW if OLD[name] != NEW[name]} == {
        "gogo": NEW["gogo"]._replace(clears=("sp", "ret", "ctxt", "bp"),
                                     brings_back=("g", "sp", "ret", "ctxt", "bp", "pc")),
        "systemstack": NEW["systemstack"]._replace(clears=("sp", "bp", "ret")),
        "morestack": NEW["morestack"]._replace(brings_back=("sp", "bp")),
        "save": Role(("pc", "sp"), ("ret", "lr"), (), ())}
