"""What people write: claims added and amended, outcomes recorded, both withdrawn, names merged."""
