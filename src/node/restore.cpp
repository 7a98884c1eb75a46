// The command `restore`, with store/sqlite/restore.h.
#include <iostream>

#include "node/commands.h"
#include "node/folder_owner.h"
#include "node/real_clock.h"
#include "node/real_random.h"
#include "store/sqlite/restore.h"

namespace walkie {

Result<void> restore_command(const CommandFlags& flags, const std::string& from) {
  Config config;
  if (auto settings = read_settings(flags, config); !settings) return settings.error();
  if (config.data.empty()) {
    return Error{.code = Code::unavailable,
                 .reason = "restore_failed",
                 .detail = "no data folder is given; use --data DIR or WALKIE_DATA"};
  }
  // Root may be able to read it when the owner of the folder is not.
  const auto backup = BackupFile::open(from);
  if (!backup) return backup.error();
  const auto rights = OwnersRights::of(config.data);
  if (!rights) return rights.error();
  const RealClock clock;
  RealRandom random;
  const auto restored = restore_database(*backup, config.data, clock, random);
  if (!restored) return restored.error();
  if (!restored->empty()) std::cout << "the damaged database is kept in " << *restored << "\n";
  std::cout << "restored " << from << "; clients load everything again\n" << std::flush;
  return {};
}

}  // namespace walkie
