// The terminal and the standard streams of the process.
#pragma once

#include <string>

#include "base/result.h"

namespace walkie {

// Reads the first line of standard input, without its end ("\n" or "\r\n"). On a terminal it asks
// twice and does not show the text; Ctrl-C restores the terminal. Error: the two texts differ.
Result<std::string> read_password();

// Opens closed standard streams as /dev/null, so that no other file gets their descriptor and the
// printed text. Call it first in main().
void open_standard_streams();

}  // namespace walkie
