#include "store/sql/settings.h"

#include "store/epoch.h"

namespace walkie {

std::string SqlSettingReads::epoch() { return setting("epoch").value_or(""); }

std::optional<std::string> SqlSettingReads::setting(std::string_view name) {
  Running query = run(Query::setting);
  query.with(name);
  if (!query->step()) return std::nullopt;
  return std::string(query->text(0));
}

void SqlSettings::save_setting(std::string_view name, std::string_view value) {
  change(Query::save_setting).with(name, value)->step();
}

void SqlSettings::remove_setting(std::string_view name) {
  change(Query::remove_setting).with(name)->step();
}

void SqlSettings::save_epoch(std::string_view epoch) {
  save_setting("epoch", epoch);
  SqlIds& given_out = batch_.ids();
  for (SqlIds::Count* ids : {&given_out.conversations, &given_out.messages, &given_out.notes}) {
    const std::int64_t last = ids->last(connection_) + skipped_ids(epoch);
    ids->use(last);
    save_setting(ids->after(), std::to_string(last));
  }
}

}  // namespace walkie
