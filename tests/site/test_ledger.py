"""The ledger in a browser: a choice of verdicts without script, and links that open what they lead to."""

from playwright.sync_api import Browser, expect


def test_a_verdict_hides_the_other_claims_even_without_script(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "book/ledger.html")
        entries = page.locator(".ledger details")
        everything = entries.locator("visible=true").count()
        page.get_by_role("radio", name="Wrong").check()
        wrong = page.locator(".ledger .claim--wrong").count()
        assert 0 < entries.locator("visible=true").count() == wrong < everything == entries.count()


def test_a_claims_verdict_leads_to_its_open_entry_and_back(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + "book/run-queues.html#claim-3.2-global-name")
        page.locator("#claim-3\\.2-global-name .claim__verdict a").click()
        truth = page.locator("#ledger-3\\.2-global-name")
        expect(truth).to_be_in_viewport()
        truth.get_by_role("link", name="The claim on its page").click()
        expect(page.locator("#claim-3\\.2-global-name")).to_be_in_viewport()
