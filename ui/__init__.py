"""What the pages share; Streamlit starts here."""
