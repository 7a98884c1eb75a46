// walkie: one binary. What it can do is in node/command_line.
#include "node/command_line.h"

int main(int argc, char** argv) { return walkie::run_command_line(argc, argv); }
