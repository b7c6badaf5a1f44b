"""An index in PostgreSQL is exported byte for byte as one in SQLite."""

from cercle.opendata.export import write_export
from tests.index.postgres.conftest import running_server
from tests.opendata.crowd import crowd


def test_the_same_community__in_both_engines__gives_the_same_files(tmp_path):
    with running_server() as address:
        for engine, url in (("sqlite", None), ("postgres", f"{address}/postgres")):
            folder = tmp_path / engine
            folder.mkdir()
            source = crowd(folder, 60, 1_000, 400, url)
            for numbers in (False, True):
                write_export(source, folder / str(numbers), "csv", numbers=numbers)
            source.index.dispose()
    written = list((tmp_path / "sqlite").glob("*e/*"))
    assert len(written) == 20
    for file in written:
        assert file.read_bytes() == (tmp_path / "postgres" / file.parent.name / file.name).read_bytes()
