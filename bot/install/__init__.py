"""Install: the app comes into a workspace, goes out of it, and comes back."""
