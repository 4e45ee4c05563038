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
    reminders,
    shares,
    suggestions,
)
from api.routers.pages import answer, ask, ground

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
    shares.router,
    privacy.router,
    duties.router,
    my_data.router,
    health.router,
    reminders.feed_router,
    ground.router,
    ask.router,
    answer.router,
)
