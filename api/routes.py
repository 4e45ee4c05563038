"""The routers of the application, in the order in which its document tells of them."""

from fastapi import APIRouter

from api.routers import (
    batches,
    contact_openings,
    contacts,
    duplicates,
    duties,
    events,
    feedback,
    health,
    imports,
    introductions,
    my_data,
    network,
    openings,
    privacy,
    processes,
    reach,
    reindex,
    reminders,
    shares,
    suggestions,
)
from api.routers.pages import (
    answer,
    ask,
    board,
    company,
    ground,
    notes,
    openings_for,
    oversight,
    oversight_audit,
    oversight_duties,
    people,
)
from api.routers.pages import duplicates as duplicate_pages
from api.routers.pages import imports as import_pages
from api.routers.pages import introductions as introduction_pages
from api.routers.pages import map as map_pages
from api.routers.pages import network as network_pages
from api.routers.pages import reminders as reminder_pages

ROUTERS: tuple[APIRouter, ...] = (
    imports.router,
    contacts.router,
    contact_openings.router,
    network.router,
    duplicates.router,
    openings.router,
    suggestions.router,
    feedback.router,
    events.router,
    introductions.router,
    processes.router,
    reminders.router,
    reach.router,
    batches.router,
    reindex.router,
    shares.router,
    privacy.router,
    duties.router,
    my_data.router,
    health.router,
    reminders.feed_router,
    ground.router,
    company.router,
    ask.router,
    answer.router,
    introduction_pages.router,
    notes.router,
    reminder_pages.router,
    openings_for.router,
    network_pages.router,
    map_pages.router,
    people.router,
    import_pages.router,
    duplicate_pages.router,
    board.router,
    oversight.router,
    oversight_audit.router,
    oversight_duties.router,
)
