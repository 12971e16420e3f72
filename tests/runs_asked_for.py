"""What a page has asked of Streamlit and is not through: a press is sent some time before the page says that it runs.

Put into a page before anything else of it is read, it follows what goes over Streamlit's socket and keeps ``window.asked``: whether a run
was asked for, and none has begun and ended since. Of the messages only the numbers of their fields are read.
"""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ASKS = BackMsg.DESCRIPTOR.fields_by_name["rerun_script"].number
BEGINS = ForwardMsg.DESCRIPTOR.fields_by_name["new_session"].number
ENDS = ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"].number

_FOLLOW = """{
    let begun = false;
    const holds = (message, wanted) => {
        let at = 0;
        const number = () => {
            let told = 0, scale = 1, byte;
            do {
                byte = message[at++];
                told += (byte & 127) * scale;
                scale *= 128;
            } while (byte & 128);
            return told;
        };
        while (at < message.length) {
            const key = number(), kind = key % 8;
            if ((key - kind) / 8 === wanted) return true;
            const more = kind === 1 ? 8 : kind === 5 ? 4 : number();
            if (kind !== 0) at += more;
        }
        return false;
    };
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                const message = data instanceof ArrayBuffer ? new Uint8Array(data) : [];
                if (holds(message, begins)) begun = true;
                else if (begun && holds(message, ends)) window.asked = false;
            });
            this.addEventListener("close", () => (window.asked = false));
        }
        send(data) {
            if (data instanceof Uint8Array && holds(data, asks)) [window.asked, begun] = [true, false];
            super.send(data);
        }
    };
}"""

FOLLOWED = f"((asks, begins, ends) => {_FOLLOW})({ASKS}, {BEGINS}, {ENDS});"
