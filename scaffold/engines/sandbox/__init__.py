"""Keeps programs that process an untrusted paper away from the student's files and from the network.

visible.py     what a program can read: the system, the TeX installation, its own folder; its environment
bubblewrap.py  the command line of bubblewrap, which builds the sandbox from namespaces
launch.py      a program of its own: limits, Landlock and a system call filter, then the program; ends with scaffold
waiting.py     waits for a program
walls.py       which of the two works on this computer, tried once
"""
