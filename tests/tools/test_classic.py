"""The player's module as a classic script."""

import pytest

from tools.classic import classic
from tools.problem import Problem


@pytest.mark.parametrize("export", ["export default { render };", "export default function f() {}"])
def test_the_text_stays_and_the_export_goes(export: str) -> None:
    script = classic(f'const text = "export default";\nfunction render() {{}}\n{export}\n')
    assert 'const text = "export default";\nfunction render() {}\n' in script
    assert export.replace("export default", "void") in script and script.startswith("(() => {")


@pytest.mark.parametrize("source", [
    "const none = 1;",
    "import x from './x.js';\nexport default {};",
    "export const a = 1;\nexport default {};",
    "export default {};\nexport default {};",
])
def test_a_module_that_cannot_be_one_script_is_refused(source: str) -> None:
    with pytest.raises(Problem, match="exactly one export"):
        classic(source)
