"""The REST API of the AI Assistant: handler, routes, and below them what it shares with the WebSocket function."""
