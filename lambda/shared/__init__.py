"""What the REST and the WebSocket function share: sessions, the conversation with the model, and the way to AWS."""
