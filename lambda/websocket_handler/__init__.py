"""The WebSocket API of the AI Assistant: answers word by word, as the model gives them."""
