"""What pages show, as tables of workbooks; may import views, words and reports."""
