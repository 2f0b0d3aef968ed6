"""DingTalk (钉钉): a workspace's own robot in its company there."""
