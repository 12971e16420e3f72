"""The lists of the page Clips: one's own clips, playlists, and examples of a technique; each heard one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from audio.errors import SameSideError
from library.clips.clip import Clip, Heard, Playlist
from library.store import Library
from ui import texts
from ui.dashboard.components.call_link import call_address
from ui.dashboard.components.clip_list import clip_list
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.clips.files import FILES, OWN_LIST
from ui.dashboard.parts.clips.route import CLIPS, OWN, to_put_into
from ui.dashboard.parts.coaching.route import COACHING
from ui.dashboard.parts.governance import told
from ui.dashboard.server import AUDIO

LIST = "clips-list"
"""The key of the choice of a list: ``own``, ``playlist:ID`` or ``technique:ID``."""


def chosen_list(library: Library, author: str) -> str:
    """The list that is looked at, out of all that there are."""
    playlists = library.playlists.all()
    names = technique_names.names()
    techniques = library.clips.techniques()
    labels = {OWN_LIST: f"{OWN} ({len(library.clips.of(None, author))})"}
    labels |= {f"playlist:{one.id}": f"{one.name} ({one.clips})" for one in playlists}
    labels |= {f"technique:{id_}": f"Examples: {names.get(id_, id_)} ({n})" for id_, n in sorted(techniques.items())}
    asked = st.query_params.get("list", OWN_LIST)
    if st.session_state.get(LIST) not in labels:
        st.session_state[LIST] = asked if asked in labels else OWN_LIST
    chosen = str(st.selectbox("List", list(labels), format_func=lambda key: labels[key], key=LIST, width=420))
    st.query_params["list"] = chosen
    return chosen


def show(library: Library, author: str, chosen: str) -> None:
    """The clips of a list, to be heard, sorted, retitled and taken away."""
    what, _, key = chosen.partition(":")
    try:
        clips = library.clips.with_technique(key) if what == "technique" else library.clips.of(key or None, author)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    heard = library.clips.heard(clips)
    for call_id in {clip.call_id for clip in clips}:
        told.ongoing.tell(library, (library.viewer.person_id, author), "read_clips", call_id)
    is_sorted = what != "technique" and all(clip.mine for clip in clips)
    clip_list(
        [_shown(library, clip, heard[clip.id]) for clip in clips if clip.id in heard],
        key=f"clips-{chosen}",
        playlists=to_put_into(library),
        is_sorted=is_sorted,
        names=technique_names.names(),
        file=f"{FILES.lstrip('/')}/{'technique' if what == 'technique' else 'playlist'}/{key or OWN_LIST}",
    )
    if not clips:
        st.html(
            '<div class="empty-page"><h2>No clips here yet</h2><p>On a call’s page, select words of the transcript or open a moment, and choose '
            "<b>Keep as clip</b> (C). Clips of a technique are its examples.</p></div>"
        )


def _shown(library: Library, clip: Clip, heard: Heard) -> dict[str, Any]:
    """A clip as the list draws it: where it is heard, and its words with their seconds, as they are now."""
    span = heard.span
    address = call_address(clip.call_id)
    about = (
        f"{texts.format_clock(span.start)} to {texts.format_clock(span.end)}",
        texts.title(clip.call),
        texts.format_date(clip.date),
    )
    return {
        "id": clip.id, "title": clip.title, "why": clip.why, "technique": clip.technique, "playlist": clip.playlist_id, "mine": clip.mine,
        "start": round(span.start, 3), "end": round(span.end, 3), "duration": round(heard.duration, 3), "about": " · ".join(about),
        "keeper": clip.keeper, "address": f"{address}&at={clip.span.start:.1f}", "deeds": f"{CLIPS.lstrip('/')}/{clip.call_id}",
        "audio": f"{AUDIO.lstrip('/')}/{clip.call_id}" if heard.has_sound else None,
        "agenda": f"{COACHING.lstrip('/')}/{clip.call_id}" if library.may("coach", clip.call_id) else None,
        "file": f"{FILES.lstrip('/')}/clip/{clip.id}" if heard.has_sound and library.may("cut", clip.call_id) else None,
        "lines": [
            [turn.speaker, [[round(word.span.start, 2), round(word.span.end, 2), word.text] for word in turn.words]]
            for turn in heard.turns
        ],
    }  # fmt: skip


def manage(library: Library, author: str, chosen: str) -> None:
    """Make a playlist; rename, share or take away the one that is looked at."""
    playlist = next((one for one in library.playlists.all() if chosen == f"playlist:{one.id}"), None)
    with st.popover("New playlist", icon=":material/playlist_add:"):
        _form(library, author, None)
    if playlist is not None and playlist.mine:
        with st.popover("Playlist", icon=":material/edit:", help="Its name, whose it is, and taking it away"):
            _form(library, author, playlist)
            if st.button("Take this playlist away", icon=":material/delete:"):
                library.playlists.remove(playlist.id)
                st.session_state["playlist-gone"] = (playlist.id, playlist.name)
                st.rerun()
    gone = st.session_state.get("playlist-gone")
    if gone and st.button(f"Undo: bring “{texts.markdown(gone[1])}” back", icon=":material/undo:", key="playlist-undo"):
        del st.session_state["playlist-gone"]
        library.playlists.restore(gone[0])
        st.session_state.pop(LIST, None)
        st.query_params["list"] = f"playlist:{gone[0]}"
        st.rerun()


def _form(library: Library, author: str, playlist: Playlist | None) -> None:
    circles = _circles(library, playlist)
    with st.form(f"playlist-{playlist.id if playlist else 'new'}", border=False, clear_on_submit=playlist is None):
        name = st.text_input("Name", playlist.name if playlist else "", max_chars=80)
        now = playlist.team or (EVERYBODY if playlist.shared else ONLY_ME) if playlist else ONLY_ME
        circle = ONLY_ME
        if len(circles) > 1:
            circle = st.selectbox("For whom", circles, circles.index(now) if now in circles else 0, format_func=_circle)
        if not st.form_submit_button("Keep", type="primary"):
            return
    team = circle if circle not in (ONLY_ME, EVERYBODY) else None
    try:
        if playlist is None:
            playlist = library.playlists.add(name, author, team, circle == EVERYBODY)
            st.session_state.pop(LIST, None)
            st.query_params["list"] = f"playlist:{playlist.id}"
        else:
            library.playlists.change(playlist.id, name, team, circle == EVERYBODY)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


ONLY_ME, EVERYBODY = "", "\N{BULLET}"
"""For whom a playlist is, beside the names of teams."""


def _circle(key: str) -> str:
    return {ONLY_ME: "Only me", EVERYBODY: "Everybody"}.get(key, f"The team {key}")


def _circles(library: Library, playlist: Playlist | None) -> Sequence[str]:
    """For whom the viewer may have a playlist be; alone there is nobody else."""
    here = library.viewer
    if not here.is_person:
        return [ONLY_ME]
    teams = library.people.teams()
    if library.may_in_house("share_playlists"):
        return [ONLY_ME, *teams, EVERYBODY]
    ids = library.people.team_ids()
    own = [name for name in teams if "coach" in here.roles and ids.get(name) in here.teams]
    kept = [playlist.team] if playlist and playlist.team and playlist.team not in own else []
    return [ONLY_ME, *own, *kept]
