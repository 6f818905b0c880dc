"""`jembatan prove`: kill workers while they send, and count what a provider with books of its own received.

provider   a process that takes letters and writes each down in its own database
worker     a real worker that can be told to die, or to stop, at a named point
crew       the processes: started, killed, stopped, started again
trial      what happens, in order
verdict    our books against the provider's
sabotage   one safeguard taken out: then the proof must fail
"""
