"""The Service Culture Dashboard: start it with `streamlit run app.py`.

Streamlit loads this file twice: once as the server, which answers other programs besides, and then as
the script that draws each page.
"""

from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is None:
    import streamlit

    from ui.api.document import DOCUMENTS
    from ui.api.routes import ROUTES, serving

    app = streamlit.App(__file__, routes=(*ROUTES, *DOCUMENTS), lifespan=serving)
else:
    from ui.shell.frame import run

    run()
