"""Questions about licences and filings: are they shown, genuine in form and easy to find; may import all but other subjects and run."""
