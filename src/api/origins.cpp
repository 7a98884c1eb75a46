#include "api/origins.h"

#include <algorithm>

namespace walkie::api {
namespace {

bool has(const std::vector<std::string>& list, const std::string& origin) {
  return std::find(list.begin(), list.end(), origin) != list.end();
}

// The valid origins, in canonical form.
std::vector<std::string> canonical(const std::vector<std::string>& sites) {
  std::vector<std::string> found;
  for (const std::string& site : sites) {
    if (auto origin = parse_site(site)) found.push_back(origin->text());
  }
  return found;
}

}  // namespace

Origins::Origins(const ApiSettings& settings)
    : secure_(settings.secure), everywhere_(canonical(settings.allowed_origins)) {
  if (auto own = Origin::parse(settings.public_origin)) public_origin_ = std::move(*own);
}

void Origins::replace(std::vector<Inbox> inboxes) {
  for (Inbox& inbox : inboxes)
    inbox.allowed_origins = canonical(inbox.allowed_origins);
  auto fresh = std::make_shared<const Inboxes>(std::move(inboxes));
  const std::scoped_lock lock(mutex_);
  inboxes_ = std::move(fresh);
}

std::shared_ptr<const Origins::Inboxes> Origins::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return inboxes_;
}

std::optional<Origin> Origins::own_origin(const net::Request& request) const {
  if (public_origin_) return public_origin_;
  auto host = Origin::of_host(secure_ || request.secure(), request.host());
  return host ? std::optional(std::move(*host)) : std::nullopt;
}

bool Origins::own(const net::Request& request, std::string_view text) const {
  const auto origin = Origin::parse(text);
  if (!origin) return false;
  if (origin.value() == public_origin_) return true;
  const auto host = Origin::of_host(secure_ || request.secure(), request.host());
  return host && *host == *origin;
}

bool Origins::from_own_page(const net::Request& request) const {
  if (request.has_header("Origin")) return own(request, request.header("Origin"));
  const std::string_view site = request.header("Sec-Fetch-Site");
  return site.empty() || site == "same-origin" || site == "none";
}

bool Origins::allowed(const net::Request& request, std::string_view text) const {
  if (own(request, text)) return true;
  const auto origin = Origin::parse(text);
  if (!origin) return false;
  if (has(everywhere_, origin->text())) return true;
  const auto inboxes = snapshot();
  return std::any_of(inboxes->begin(), inboxes->end(), [&](const Inbox& inbox) {
    return has(inbox.allowed_origins, origin->text());
  });
}

std::vector<std::string> Origins::sites(InboxId id) const {
  std::vector<std::string> found;
  const auto inboxes = snapshot();
  for (const Inbox& inbox : *inboxes) {
    if (id && inbox.id != id) continue;
    found.insert(found.end(), inbox.allowed_origins.begin(), inbox.allowed_origins.end());
    break;
  }
  found.insert(found.end(), everywhere_.begin(), everywhere_.end());
  return found;
}

}  // namespace walkie::api
