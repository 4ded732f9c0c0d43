"""The back diary: how is your back today?"""
