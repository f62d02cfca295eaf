function handler(event) { return event.response; }
