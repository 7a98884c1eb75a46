// The command line: walkie serve | admin … | backup | restore | check-config | version.
#pragma once

namespace walkie {

// Parses, runs, and answers the exit code: 0 done, 1 could not (one clear line on standard
// error), 2 the command line itself is wrong.
int run_command_line(int argc, char** argv);

}  // namespace walkie
