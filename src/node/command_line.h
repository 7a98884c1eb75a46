// The command line: walkie serve | admin … | backup | restore | check-config | version.
#pragma once

namespace walkie {

// Parses the command line, runs the command, and returns the exit code. 0: done. 1: failed, with
// one line on standard error. 2: the command line is wrong.
int run_command_line(int argc, char** argv);

}  // namespace walkie
