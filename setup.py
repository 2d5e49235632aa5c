"""Everything about the build is in setup.cfg but one thing that it cannot say: templates/ is a package of the wheel."""

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithTemplates(build_py):
    """`packages = find:` sees folders with an __init__.py only; templates/ holds data and stands beside the package."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.packages = [*self.packages, "scaffold._templates"]
        self.data_files = self._get_data_files()


setup(cmdclass={"build_py": BuildWithTemplates})
