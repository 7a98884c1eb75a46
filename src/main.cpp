// walkie: one binary. What it can do is in node/command_line.
#include "node/command_line.h"
#include "node/terminal.h"

int main(int argc, char** argv) {
  walkie::open_standard_streams();
  return walkie::run_command_line(argc, argv);
}
