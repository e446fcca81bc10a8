"""A case log and deadline calculator for safeguarding disputes between agencies in England."""
