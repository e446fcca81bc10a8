"""Which folders are known for those of a sync tool, by their path alone."""

from pathlib import Path

import pytest

from resolutions_cli.files.disk.places import kept_in_step_by


@pytest.mark.parametrize(
    ("folder", "tool"),
    [
        ("/Users/ann/OneDrive/record", "OneDrive"),
        ("/Users/ann/OneDrive - City of York Council/a/record", "OneDrive"),
        ("/Users/ann/Library/CloudStorage/OneDrive-Personal/record", "OneDrive"),
        ("/Users/ann/Dropbox (Safeguarding)/record", "Dropbox"),
        ("/Users/ann/Library/CloudStorage/GoogleDrive-ann@example.org/record", "Google Drive"),
        ("/mnt/g/My Drive/record", "Google Drive"),
        ("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/record", "iCloud Drive"),
        ("/home/ann/Nextcloud/record", "Nextcloud"),
        ("/home/ann/Nextcloud2026/record", ""),
        ("/home/ann/dropboxes/record", ""),
        ("/home/ann/record", ""),
    ],
)
def test_a_folder_is_known_by_a_part_of_its_path(folder: str, tool: str) -> None:
    assert kept_in_step_by(Path(folder), {}) == tool


@pytest.mark.parametrize("name", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_windows_says_where_onedrive_is_whatever_it_is_called(name: str) -> None:
    folder = Path("/Users/ann/Council/Safeguarding - Documents/record")
    assert kept_in_step_by(folder, {name: "/Users/ann/Council"}) == "OneDrive"
    assert kept_in_step_by(folder, {name: "/Users/ann/Other"}) == ""
    assert kept_in_step_by(folder, {name: ""}) == ""


def test_a_link_into_such_a_folder_is_followed(tmp_path: Path) -> None:
    real = tmp_path / "Dropbox" / "record"
    real.mkdir(parents=True)
    (tmp_path / "record").symlink_to(real)
    assert kept_in_step_by(tmp_path / "record", {}) == "Dropbox"
