"""The files of a tree that git knows or would add."""
import subprocess


def tracked(root):
    """Their names, sorted; without those that are deleted."""
    listing = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=root,
                             stdout=subprocess.PIPE, check=True).stdout.decode()
    return sorted({name for name in listing.split("\0") if name and (root / name).is_file()})
