"""Are licences and filings shown, genuine in form and easy to find?"""
