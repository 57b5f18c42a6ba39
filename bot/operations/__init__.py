"""Operations: what whoever runs the app needs: its manifest for Slack."""
