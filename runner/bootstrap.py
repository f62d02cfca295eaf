"""Make a virtualenv and install one hash-pinned requirement file into it.

    python3 -m runner.bootstrap .venv requirements/runtime.txt

The only module that runs before the dependencies are there, on whatever Python the machine has: it imports
only the standard library, and parses on Python 3.7, so that an old one gets a sentence and no SyntaxError.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

MINIMUM = (3, 11)
# python-hcl2 compiles its grammar on first use, which takes seconds: do it while people expect to wait.
WARM = "import importlib.util as u; u.find_spec('hcl2') and __import__('hcl2').loads('a = 1\\n')"


def main(folder: str, requirements: str) -> None:
    """Bring the virtualenv up to date and leave a stamp for make, or exit 1 with a sentence."""
    complaint = unfit()
    if complaint:
        sys.exit(complaint)
    venv, wanted = Path(folder), Path(requirements)
    stamp = venv / (wanted.stem + ".stamp")
    from generator.files import locked  # only now: the interpreter is known to be new enough

    with locked(Path(".work/locks") / venv.name):  # a second make waits here, then finds the work done
        if not runs(venv) or not stamp.exists() or stamp.stat().st_mtime < wanted.stat().st_mtime:
            install(venv, wanted)
        if wanted.stem == "runtime":
            add_gen_env(venv)
        stamp.touch()


def unfit() -> str:
    """Say why this Python cannot carry the project, or nothing."""
    if sys.version_info < MINIMUM:
        wanted, found = ".".join(map(str, MINIMUM)), ".".join(map(str, sys.version_info[:3]))
        return (
            f"Python {wanted} or later is needed, and {sys.executable} is {found}; "
            f"install a newer one, or name it: make PYTHON=python{wanted} ..."
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        package = "python{}.{}-venv".format(*sys.version_info)
        return f"{sys.executable} lacks its {error.name} module; install it (Debian: apt install {package})."
    return ""


def runs(venv: Path) -> bool:
    """Tell whether the environment's interpreter works; it stops to when the Python it was made from goes."""
    try:
        return subprocess.run([python(venv), "-c", "import pip"], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def install(venv: Path, requirements: Path) -> None:
    from runner.progress import step  # only now: the interpreter is known to be new enough

    with step(f"Python packages of {requirements} into {venv}"):
        if not runs(venv):
            call([sys.executable, "-m", "venv", "--clear", str(venv)])
        pip = [python(venv), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
        call([*pip, "--require-hashes", "--requirement", str(requirements)])
        call([python(venv), "-c", WARM])


def add_gen_env(venv: Path) -> None:
    """Write the command gen-env. An editable install would need a build backend, and so an index to get it from."""
    root = Path(__file__).resolve().parents[1]
    code = f"import sys; sys.path[0] = {str(root)!r}; from generator.cli import main; main(prog_name='gen-env')"
    script = venv / "bin" / "gen-env"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(python(venv.absolute()))} -c {shlex.quote(code)} "$@"\n')
    script.chmod(0o755)


def call(command: list[str]) -> None:
    if subprocess.run(command).returncode != 0:
        sys.exit(f"{' '.join(command)}: failed, see above. Nothing else was started.")


def python(venv: Path) -> str:
    return str(venv / "bin" / "python")


if __name__ == "__main__":
    main(*sys.argv[1:])
