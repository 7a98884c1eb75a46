// What the process has as its terminal and standard streams.
#pragma once

#include <string>

#include "base/result.h"

namespace walkie {

// The first line of standard input, without its end ("\n" or "\r\n"). On a terminal it is asked for
// twice and not shown while it is typed; Ctrl-C leaves the terminal as it was. An error: the two
// differ.
Result<std::string> read_password();

// Standard input, output and error exist from here on: those that were closed are /dev/null, so
// that no file that is opened later gets their number and what is printed. First thing in main().
void open_standard_streams();

}  // namespace walkie
