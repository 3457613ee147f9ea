"""What files say, checked, and entered where the ledger does not say it yet."""
