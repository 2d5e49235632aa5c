"""Measures artefacts; never trusts the writer."""
